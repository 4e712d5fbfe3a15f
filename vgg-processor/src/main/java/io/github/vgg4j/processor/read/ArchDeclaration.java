package io.github.vgg4j.processor.read;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.Where;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.lang.model.element.TypeElement;

/**
 * Exactly what the user wrote, and where.
 *
 * @param type what the annotation stands on
 * @param annotation the {@code @VggArch}
 * @param architecture what it asks for; classes are counted from the labels where there are some
 * @param places every value that was written, and every annotation as a whole
 * @param labels the enum, where the head names one
 * @param writtenClasses the number of classes, where the head states one
 * @param taps of the type's methods
 * @param complete false where a value cannot be read; the compiler then complains itself
 */
public record ArchDeclaration(
    TypeElement type,
    SourceRef annotation,
    Architecture architecture,
    Map<Where, SourceRef> places,
    Optional<LabelsDeclaration> labels,
    OptionalInt writtenClasses,
    List<TapDeclaration> taps,
    boolean complete) {

  public ArchDeclaration {
    places = Map.copyOf(places);
    taps = List.copyOf(taps);
  }

  /** Where a value was written; else the annotation, the config or the preset it belongs to. */
  public SourceRef at(Where where) {
    int owner = where.part() == Where.Part.BLOCK ? where.number() : 0;
    return Optional.ofNullable(places.get(where))
        .or(() -> Optional.ofNullable(places.get(new Where(where.part(), owner, where.member()))))
        .or(() -> Optional.ofNullable(places.get(new Where(where.part(), owner, ""))))
        .or(() -> Optional.ofNullable(places.get(Where.network("config"))))
        .or(() -> Optional.ofNullable(places.get(Where.network("preset"))))
        .orElse(annotation);
  }
}
