package com.mallhive.tests.acceptance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The whole mall in one process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OneProcessTest extends PurchaseSuite implements RefusalSuite, PromotionSuite {
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
    public TestMall mall() {
        return mall;
    }
}
