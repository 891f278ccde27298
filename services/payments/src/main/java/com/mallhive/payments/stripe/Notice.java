package com.mallhive.payments.stripe;

import com.mallhive.payments.domain.Outcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook tells.
 *
 * @param payment which payment it is about, if one of ours
 * @param outcome what it says about it; null where it says nothing that matters here
 */
public record Notice(
        String id,
        String type,
        @Nullable UUID payment,
        @Nullable Outcome outcome) {}
