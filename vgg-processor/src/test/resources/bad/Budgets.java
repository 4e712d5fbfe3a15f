package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Budget;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class Budgets {
  private Budgets() {}

  /** A small card has 1.6 GiB left: no batch of 8, but one of 16 with a head of 512 and 512. */
  @VggArch(
      value = {
        @Block(convs = 1, out = 64),
        @Block(convs = 1, out = 128),
        @Block(convs = 2, out = 256),
        @Block(convs = 2, out = 512),
        @Block(convs = 2, out = 512)
      },
      input = @Input(channels = 1, height = 224, width = 224),
      head =
          @Head(
              hidden = {4096, 4096},
              classes = 10),
      budget =
          @Budget(
              trainingMemory = "1.6GiB", // ERROR [Vgg/OverBudget]
              batch = 8,
              optimizer = Budget.Optimizer.SGD))
  interface Card {}

  /** Asked for the 16 at once, the compiler names that head. */
  @VggArch(
      value = {
        @Block(convs = 1, out = 64),
        @Block(convs = 1, out = 128),
        @Block(convs = 2, out = 256),
        @Block(convs = 2, out = 512),
        @Block(convs = 2, out = 512)
      },
      input = @Input(channels = 1, height = 224, width = 224),
      head =
          @Head(
              hidden = {4096, 4096},
              classes = 10),
      budget =
          @Budget(
              trainingMemory = "1.6GiB", // ERROR [Vgg/OverBudget]
              batch = 16,
              optimizer = Budget.Optimizer.SGD))
  interface CardAtSixteen {}

  /** Neither a smaller batch nor a smaller head is enough: both are. */
  @VggArch(
      value = {
        @Block(convs = 1, out = 64),
        @Block(convs = 1, out = 128),
        @Block(convs = 2, out = 256),
        @Block(convs = 2, out = 512),
        @Block(convs = 2, out = 512)
      },
      input = @Input(channels = 1, height = 224, width = 224),
      head =
          @Head(
              hidden = {4096, 4096},
              classes = 10),
      budget =
          @Budget(
              trainingMemory = "600MiB", // ERROR [Vgg/OverBudget]
              batch = 16,
              optimizer = Budget.Optimizer.SGD))
  interface TooSmallForOneChange {}

  /** The map that the head reads is large, so averaging it is a way out. */
  @VggArch(
      value = {@Block(convs = 1, out = 64), @Block(convs = 1, out = 128)},
      input = @Input(height = 56, width = 56),
      head = @Head(hidden = 64, classes = 10),
      budget = @Budget(parameters = "0.5M")) // ERROR [Vgg/OverBudget]
  interface LargeMap {}

  @VggArch(
      value = {@Block(convs = 2, out = 64), @Block(convs = 2, out = 128)},
      input = @Input(height = 32, width = 32),
      budget =
          @Budget(
              parameters = "10M", // ERROR [Vgg/OverBudget]
              macs = "0.1G", // ERROR [Vgg/OverBudget]
              inferenceMemory = "64 MiB")) // ERROR [Vgg/OverBudget]
  interface Several {}

  @VggArch(
      value = @Block(convs = 1, out = 64),
      input = @Input(height = 32, width = 32),
      head = @Head(hidden = 8),
      budget =
          @Budget(
              parameters = "ten million", // ERROR [Vgg/BadBudget]
              macs = "2GiB", // ERROR [Vgg/BadBudget]
              trainingMemory = "4G", // ERROR [Vgg/BadBudget]
              inferenceMemory = "-1MiB", // ERROR [Vgg/BadBudget]
              batch = 0)) // ERROR [Vgg/BadBudget]
  interface Unreadable {}

  @VggArch(
      value = @Block(convs = 0, out = 64), // ERROR [Vgg/OutOfRange]
      budget = @Budget(macs = "1", trainingMemory = "tiny")) // ERROR [Vgg/BadBudget]
  interface OneCauseOneError {}

  @VggArch(
      value = @Block(convs = 1, out = 64),
      input = @Input(height = 32, width = 32),
      budget = @Budget(trainingMemory = CARD)) // ERROR [compiler]
  interface Unresolved {}

  static void use(Budgets_CardNetwork one, Budgets_SeveralNetwork two) {}
}
