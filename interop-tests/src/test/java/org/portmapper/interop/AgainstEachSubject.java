package org.portmapper.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that runs once per chosen {@link Subject}: what fails against both is a wrong test. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "against {0}")
@MethodSource("org.portmapper.interop.Subject#chosen")
@interface AgainstEachSubject {}
