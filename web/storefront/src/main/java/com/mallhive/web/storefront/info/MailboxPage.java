package com.mallhive.web.storefront.info;

import com.mallhive.api.notifications.v1.ListMailboxRequest;
import com.mallhive.api.notifications.v1.MailboxMessage;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.browse.Dates;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.PageFrame;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every e-mail of a mall that sends none: for those who develop or try it. There is no such page in a real mall. */
public final class MailboxPage {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+[^\\s<>\".,;:!?)]");

    private static final int SHOWN = 40;

    private final Services services;
    private final String publicUrl;

    /** The mails, and the one that is open. */
    public record View(
            List<Item> items, int total, @Nullable Mail open, String to) {}

    /** A mail in the list. */
    public record Item(String url, String subject, String to, String time, boolean open) {}

    /** A mail to read. */
    public record Mail(String subject, String from, String to, String time, List<List<Span>> lines) {}

    /** A piece of a line; a link where {@code url} is not null. */
    public record Span(String text, @Nullable String url) {}

    public MailboxPage(Services services, String publicUrl) {
        this.services = services;
        this.publicUrl = publicUrl;
    }

    public void show(Visit visit) {
        String to = visit.query("to");
        List<MailboxMessage> messages;
        try {
            messages = services.notifications()
                    .listMailbox(ListMailboxRequest.newBuilder()
                            .setTo(to.length() > 254 ? "" : to)
                            .build())
                    .getMessagesList();
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            throw problem.kind() == Problem.Kind.UNAVAILABLE || problem.kind() == Problem.Kind.TIMEOUT
                    ? problem
                    : Problem.notFound("page");
        }
        String wanted = visit.query("mail");
        MailboxMessage open = messages.stream()
                .filter(m -> m.getId().equals(wanted))
                .findFirst()
                .orElse(messages.isEmpty() ? null : messages.getFirst());
        List<Item> items = messages.stream()
                .limit(SHOWN)
                .map(m -> new Item(
                        "/mailbox?mail=" + Urls.encode(m.getId()) + (to.isEmpty() ? "" : "&to=" + Urls.encode(to)),
                        m.getSubject(),
                        m.getTo(),
                        Dates.time(m.getTime(), visit.locale()),
                        m.equals(open)))
                .toList();
        Mail mail = open == null
                ? null
                : new Mail(
                        open.getSubject(),
                        open.getFrom(),
                        open.getTo(),
                        Dates.time(open.getTime(), visit.locale()),
                        open.getText().lines().map(this::spans).toList());
        visit.show(
                "mailbox",
                visit.frame(PageFrame.Kind.STOREFRONT, "Mailbox").build(),
                new View(items, messages.size(), mail, to));
    }

    /** Text with its links. Links to the mall stay on the address that the visitor uses. */
    List<Span> spans(String line) {
        List<Span> spans = new ArrayList<>();
        Matcher link = LINK.matcher(line);
        int at = 0;
        while (link.find()) {
            if (link.start() > at) {
                spans.add(new Span(line.substring(at, link.start()), null));
            }
            String url = link.group();
            spans.add(new Span(url, url.startsWith(publicUrl + "/") ? url.substring(publicUrl.length()) : url));
            at = link.end();
        }
        if (at < line.length()) {
            spans.add(new Span(line.substring(at), null));
        }
        return spans;
    }
}
