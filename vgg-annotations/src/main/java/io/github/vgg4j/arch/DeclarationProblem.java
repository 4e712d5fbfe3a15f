package io.github.vgg4j.arch;

import io.github.vgg4j.arch.ConfigNotation.Span;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways for blocks to be declared wrong that need more than one number to be told. */
public sealed interface DeclarationProblem extends ArchProblem {

  /**
   * The blocks are told in two ways.
   *
   * @param first member of {@code @VggArch} that counts: {@code value} or {@code preset}
   * @param second the one that is too many: {@code preset} or {@code config}
   */
  record SeveralOrigins(String first, String second) implements DeclarationProblem {
    @Override
    public Where where() {
      return Where.network(second);
    }

    @Override
    public String headline() {
      return Text.format(
          "The network has both %s and a %s. Leave out the %2$s.",
          first.equals("value") ? "blocks" : "a " + first, second);
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return wrong.origin() instanceof BlockOrigin.Contradictory both
          ? wrong.withOrigin(both.first())
          : wrong;
    }
  }

  /**
   * A token of the compact notation is wrong.
   *
   * @param config the whole text
   * @param number of the token, counted from 1
   * @param span of the token
   * @param token the word
   * @param expected what may stand there
   * @param replacement what most likely was meant; empty where the token is too many
   */
  record ConfigToken(
      String config, int number, Span span, String token, String expected, String replacement)
      implements DeclarationProblem {
    private static final int LONGEST = 20;

    @Override
    public Where where() {
      return Where.network("config");
    }

    @Override
    public String headline() {
      String shown = token.length() <= LONGEST ? token : token.substring(0, LONGEST) + "...";
      String fix =
          replacement.isEmpty()
              ? "Remove it."
              : expected.equals(ConfigParser.ANY)
                  ? "Did you mean \"" + replacement + "\"?"
                  : "Write \"" + replacement + "\".";
      return Text.format(
          "Token %d of config is \"%s\", expected %s. %s", number, shown, expected, fix);
    }

    @Override
    public List<String> trace() {
      return ConfigNotation.pointer(config, span);
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return wrong.withConfig(
          config.substring(0, span.start()) + replacement + config.substring(span.end()));
    }
  }

  /**
   * A problem of a block that the compact notation told: the message shows where it stands there.
   */
  record InConfig(ArchProblem problem, ConfigNotation notation) implements DeclarationProblem {
    @Override
    public Where where() {
      return problem.where();
    }

    @Override
    public String headline() {
      return problem.headline();
    }

    @Override
    public List<String> trace() {
      return Stream.concat(
              problem.trace().stream(), notation.pointer(problem.where().number()).stream())
          .toList();
    }

    @Override
    public Severity severity() {
      return problem.severity();
    }

    @Override
    public String code() {
      return problem.code();
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return problem.fixed(wrong);
    }
  }

  /**
   * A block lists neither one kernel nor one for each convolution.
   *
   * @param kernels how many it lists
   */
  record KernelCount(int block, int kernels, int convs) implements DeclarationProblem {
    @Override
    public Where where() {
      return Where.block(block, "kernel");
    }

    @Override
    public String headline() {
      return Text.format(
          "Block %d lists %d kernels for %d convolution%s. Use kernel = %s.",
          block,
          kernels,
          convs,
          convs == 1 ? "" : "s",
          convs > 1 && convs <= DeclaredValues.MOST_CONVS ? "3, or list " + convs : "3");
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      return wrong.withBlock(block, spec -> spec.kernel(3));
    }
  }

  /**
   * A block's declared {@code size} is not what it gives.
   *
   * @param block counted from 1
   * @param declared height and width, or the side of a square
   * @param flow the input, then the output of each block, this one included
   */
  record SizeMismatch(int block, List<Integer> declared, List<Shape> flow)
      implements DeclarationProblem {
    public SizeMismatch {
      declared = List.copyOf(declared);
      flow = List.copyOf(flow);
    }

    @Override
    public Where where() {
      return Where.block(block, "size");
    }

    @Override
    public String headline() {
      return Text.format(
          "Block %d declares size = %s, but gives a %s feature map. Use size = %s, or leave it"
              + " out.",
          block, written(declared), Text.sides(map()), written(sides()));
    }

    @Override
    public List<String> trace() {
      return FlowTrace.reached(flow);
    }

    @Override
    public Architecture fixed(Architecture wrong) {
      int[] actual = sides().stream().mapToInt(Integer::intValue).toArray();
      return wrong.withBlock(block, spec -> spec.size(actual));
    }

    private Shape map() {
      return flow.get(flow.size() - 1);
    }

    private List<Integer> sides() {
      Shape map = map();
      return map.height() == map.width()
          ? List.of(map.height())
          : List.of(map.height(), map.width());
    }

    private static String written(List<Integer> sides) {
      return sides.size() == 1
          ? sides.get(0).toString()
          : sides.stream().map(Object::toString).collect(Collectors.joining(", ", "{", "}"));
    }
  }
}
