package com.mallhive.platform.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.mallhive.api.options.Options;
import com.mallhive.api.options.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rules for texts that protovalidate does not have: {@code (mallhive.options.text)}, and for every text that it does not contain
 * U+0000, which PostgreSQL cannot store. Every request is searched, so that only fields are visited that are texts or lead to
 * some; which these are is found once per type of message.
 */
final class TextRules {
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private final Map<Descriptor, List<Way>> ways = new ConcurrentHashMap<>();

    /** A field that is a text, with its rules, or that leads to texts. */
    private record Way(FieldDescriptor field, boolean isText, Text rules) {
        String name(int index) {
            return field.isRepeated() ? field.getJsonName() + "[" + index + "]" : field.getJsonName();
        }
    }

    /** What is wrong; more can be added to the list. */
    List<Problem.Violation> flaws(Message message) {
        List<Problem.Violation> flaws = new ArrayList<>(0);
        search(message, flaws);
        return flaws;
    }

    private void search(Message message, List<Problem.Violation> flaws) {
        for (Way way : ways.computeIfAbsent(message.getDescriptorForType(), TextRules::waysOf)) {
            if (way.field().isRepeated()) {
                int count = message.getRepeatedFieldCount(way.field());
                for (int i = 0; i < count; i++) {
                    look(message.getRepeatedField(way.field(), i), way, i, flaws);
                }
            } else if (way.isText() || message.hasField(way.field())) {
                look(message.getField(way.field()), way, 0, flaws);
            }
        }
    }

    private void look(Object value, Way way, int index, List<Problem.Violation> flaws) {
        if (way.isText()) {
            check((String) value, way, index, flaws);
            return;
        }
        int before = flaws.size();
        search((Message) value, flaws);
        for (int i = before; i < flaws.size(); i++) {
            // names grow from the inside to the outside, so that a message without flaws needs none
            Problem.Violation inside = flaws.get(i);
            flaws.set(i, new Problem.Violation(way.name(index) + "." + inside.field(), inside.message()));
        }
    }

    private static void check(String text, Way way, int index, List<Problem.Violation> flaws) {
        if (text.isEmpty()) {
            return; // whether it may be is protovalidate's matter
        }
        if (text.indexOf('\0') >= 0) {
            flaws.add(new Problem.Violation(way.name(index), "must not contain the character U+0000; take it out"));
        } else if (way.rules().getNotBlank() && text.isBlank()) {
            flaws.add(new Problem.Violation(way.name(index), "must have more than spaces"));
        } else if (way.rules().getCountry() && !COUNTRIES.contains(text)) {
            flaws.add(new Problem.Violation(
                    way.name(index), "must be a country: two capital letters of ISO 3166-1, for example DE"));
        }
    }

    private static List<Way> waysOf(Descriptor type) {
        return type.getFields().stream()
                .filter(field -> leadsToText(field, new HashSet<>()))
                .map(field -> new Way(
                        field,
                        field.getJavaType() == FieldDescriptor.JavaType.STRING,
                        field.getOptions().getExtension(Options.text)))
                .toList();
    }

    private static boolean leadsToText(FieldDescriptor field, Set<Descriptor> seen) {
        return switch (field.getJavaType()) {
            case STRING -> true;
            case MESSAGE ->
                seen.add(field.getMessageType())
                        && field.getMessageType().getFields().stream().anyMatch(f -> leadsToText(f, seen));
            default -> false;
        };
    }
}
