package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.List;

/** Puts a number where a problem points, or nothing: how a proposed fix is applied. */
final class Edit {
  private Edit() {}

  /** The architecture with another number at a place. */
  static Architecture set(Architecture wrong, Where where, String number) {
    return switch (where.part()) {
      case NETWORK -> wrong.withWidthDivisor(Integer.parseInt(number));
      case INPUT -> wrong.withInput(input(wrong.input(), where.member(), Integer.parseInt(number)));
      case BLOCK -> wrong.withBlock(where.number(), block -> block(block, where.member(), number));
      case HEAD -> wrong.withHead(head -> head(head, where, number));
      // A budget is no part of the architecture.
      case BUDGET -> wrong;
    };
  }

  private static InputSpec input(InputSpec input, String member, int number) {
    return switch (member) {
      case "channels" -> new InputSpec(number, input.height(), input.width());
      case "height" -> new InputSpec(input.channels(), number, input.width());
      case "width" -> new InputSpec(input.channels(), input.height(), number);
      default -> throw unknown(member);
    };
  }

  private static BlockSpec block(BlockSpec block, String member, String number) {
    if (number.isEmpty()) {
      return member.equals("in") ? block.in(0) : block.size();
    }
    int value = Integer.parseInt(number);
    return switch (member) {
      case "convs" -> block.withConvs(value);
      case "out" -> block.withOut(value);
      case "kernel" -> block.kernel(value);
      default -> throw unknown(member);
    };
  }

  private static HeadSpec head(HeadSpec head, Where where, String number) {
    return switch (where.member()) {
      case "hidden" -> {
        List<Integer> hidden = new ArrayList<>(head.hidden());
        hidden.set(where.number() - 1, Integer.parseInt(number));
        yield head.withHidden(hidden);
      }
      case "dropout" -> head.withDropout(Double.parseDouble(number));
      case "classes" -> head.withClasses(Integer.parseInt(number));
      case "pool" -> head.withPool(List.of(Integer.parseInt(number)));
      default -> throw unknown(where.member());
    };
  }

  private static IllegalArgumentException unknown(String member) {
    return new IllegalArgumentException("No number stands at " + member);
  }
}
