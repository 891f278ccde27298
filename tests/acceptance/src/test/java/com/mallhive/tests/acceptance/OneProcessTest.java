package com.mallhive.tests.acceptance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The whole mall in one process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OneProcessTest extends PurchaseSuite {
    private TestMall mall;

    @BeforeAll
    void open() {
        mall = TestMall.inOneProcess();
    }

    @AfterAll
    void close() {
        mall.close();
    }

    @Override
    TestMall mall() {
        return mall;
    }
}
