package com.mallhive.app.bench;

import java.util.List;

/** Words of the titles in the benchmark, and what is searched for. */
final class Words {
    static final List<String> ALL = List.of(
            "amber",
            "oak",
            "linen",
            "copper",
            "cotton",
            "walnut",
            "steel",
            "glass",
            "ceramic",
            "leather",
            "bamboo",
            "wool",
            "lamp",
            "chair",
            "kettle",
            "blanket",
            "notebook",
            "backpack",
            "teapot",
            "mirror",
            "basket",
            "clock",
            "bowl",
            "vase");

    private Words() {}
}
