package io.github.vgg4j.arch;

import java.util.List;

/**
 * The asked-for dense layers at the end.
 *
 * @param hidden sizes of the hidden layers, each with ReLU and dropout; may be empty
 * @param dropout probability that training zeroes a hidden number
 * @param classes number of logits
 */
public record HeadSpec(List<Integer> hidden, double dropout, int classes) {
  public HeadSpec {
    hidden = List.copyOf(hidden);
  }
}
