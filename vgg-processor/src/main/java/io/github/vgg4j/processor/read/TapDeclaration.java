package io.github.vgg4j.processor.read;

import javax.lang.model.element.ExecutableElement;

/**
 * A {@code @Tap} on a method.
 *
 * @param method the method
 * @param place the block or layer that the tap names
 * @param at where it names it
 */
public record TapDeclaration(ExecutableElement method, String place, SourceRef at) {}
