package com.mallhive.platform.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one setting: a component of a settings record. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** What it does, with its unit. */
    String value();

    /** The default, written as in the file; empty text means "not set" and is null, an empty list or an empty map. */
    String byDefault() default "";

    /** The least value of a number or a time, written as in the file; empty where there is none. */
    String min() default "";

    /** The greatest value, like {@link #min}. */
    String max() default "";

    /** True where the value must not be printed. */
    boolean secret() default false;
}
