package io.github.vgg4j.processor.read;

import io.github.vgg4j.arch.BudgetSpec;
import io.github.vgg4j.arch.Where;
import java.util.Map;

/**
 * The {@code @Budget} that the user wrote, and where. Members that cannot be read are no limits.
 *
 * @param spec the limits
 * @param whole the annotation
 * @param members every member that was written
 */
public record BudgetDeclaration(BudgetSpec spec, SourceRef whole, Map<Where, SourceRef> members) {

  public BudgetDeclaration {
    members = Map.copyOf(members);
  }

  /** Where a member was written; else the annotation. */
  public SourceRef at(Where where) {
    return members.getOrDefault(where, whole);
  }
}
