package com.mallhive.notifications;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.notifications.alerts.LiveAlerts;
import com.mallhive.notifications.events.OnOrders;
import com.mallhive.notifications.mail.MailRoom;
import com.mallhive.notifications.mail.Mailbox;
import com.mallhive.notifications.mail.Postman;
import com.mallhive.notifications.store.AlertStore;
import com.mallhive.notifications.store.MailStore;
import com.mallhive.platform.Platform;
import com.mallhive.platform.blobs.LocalBlobs;
import com.mallhive.platform.lifecycle.Module;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The notifications service: e-mail, live alerts, the development mailbox. */
public final class NotificationsModule implements Module {
    private final MailRoom mailRoom;
    private final LiveAlerts live;
    private final @Nullable Mailbox mailbox;

    public NotificationsModule(Platform platform) {
        var settings = platform.settings(NotificationsSettings.class);
        var database = platform.database();
        var clock = platform.clock();
        var mails = new MailStore();
        var alerts = new AlertStore();
        String host = settings.smtpHost();
        Postman postman;
        if (host == null) {
            if (!(platform.blobs() instanceof LocalBlobs files)) {
                throw new IllegalStateException("the development mailbox needs a local folder");
            }
            this.mailbox = new Mailbox(files.folder().resolve("mailbox"), clock);
            mailbox.start();
            postman = new Postman(settings, "127.0.0.1", mailbox.port(), true, clock);
        } else {
            this.mailbox = null;
            postman = new Postman(settings, host, settings.smtpPort(), false, clock);
        }
        this.mailRoom = new MailRoom(
                database,
                mails,
                postman,
                OrdersGrpc.newBlockingStub(platform.channel("orders")),
                AccountsGrpc.newBlockingStub(platform.channel("accounts")),
                platform.vault(),
                platform.publicUrl(),
                settings.attempts(),
                clock);
        this.live = new LiveAlerts(database);
        new OnOrders(mails, alerts, mailRoom::wake, clock).register(platform.events());
        platform.jobs()
                .recurring(
                        "purge-mail",
                        Duration.ofHours(6),
                        () -> database.execute(
                                session -> mails.purge(session, clock.instant().minus(settings.retention()))));
        platform.serve(new NotificationsApi(database, alerts, live, mailRoom, mailbox, clock));
    }

    @Override
    public void start() {
        live.start();
        mailRoom.start();
    }

    @Override
    public void stop() {
        mailRoom.close();
        live.close();
        if (mailbox != null) {
            mailbox.close();
        }
    }
}
