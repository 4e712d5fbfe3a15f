package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change that brings a network under a limit.
 *
 * @param architecture the network with the change; the same as before where only the batch changes
 * @param batch images in one step with the change
 * @param text as the annotations say it: {@code batch = 4 with hidden = {512, 512}}
 */
public record BudgetChange(Architecture architecture, int batch, String text) {

  /** From one network and batch to another; the text tells where they differ. */
  static BudgetChange between(Architecture before, int batchBefore, Architecture after, int batch) {
    List<String> parts = new ArrayList<>();
    if (batch != batchBefore) {
      parts.add("batch = " + batch);
    }
    if (after.widthDivisor() != before.widthDivisor()) {
      parts.add("widthDivisor = " + after.widthDivisor());
    }
    if (!after.head().hidden().equals(before.head().hidden())) {
      parts.add("hidden = " + braced(after.head().hidden()));
    }
    if (!after.head().pool().equals(before.head().pool())) {
      parts.add("pool = " + after.head().pool().get(0));
    }
    String others = String.join(" and ", parts.subList(1, parts.size()));
    String text = others.isEmpty() ? parts.get(0) : parts.get(0) + " with " + others;
    return new BudgetChange(after, batch, text);
  }

  private static String braced(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
  }
}
