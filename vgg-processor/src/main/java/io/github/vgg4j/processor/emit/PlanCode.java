package io.github.vgg4j.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.BlockSpec;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.PlanTable;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The pieces of source that depend on the plan: its builder chain, layer indices, the table of the
 * Javadoc. In a skeleton, which has no plan, each becomes a call that fails.
 */
final class PlanCode {
  private static final CodeBlock FAIL = CodeBlock.of("return fail();\n");

  private final NetworkModel model;

  PlanCode(NetworkModel model) {
    this.model = model;
  }

  boolean known() {
    return model.plan().isPresent();
  }

  /** An initializer, or one that fails. */
  CodeBlock orFail(CodeBlock initializer) {
    return known() ? initializer : CodeBlock.of("fail()");
  }

  /** A body, or one that fails. */
  CodeBlock orFailing(CodeBlock body) {
    return known() ? body : FAIL;
  }

  /** A body of one statement, or one that fails. */
  CodeBlock body(String format, Object... values) {
    return orFailing(CodeBlock.builder().addStatement(format, values).build());
  }

  /** A body that runs layers {@code first} to {@code last} and wraps what comes out. */
  CodeBlock run(ClassName result, String argument, int first, int last) {
    return body("return new $T(run($L, $L, $L))", result, argument, first, last);
  }

  int last() {
    return layers().size() - 1;
  }

  int endOfBlock(int block) {
    return lastIndex(layer -> layer.block() == block);
  }

  int flatten() {
    return lastIndex(Layer.Flatten.class::isInstance);
  }

  /** The architecture as it was declared, planned again and compared with what the compiler saw. */
  CodeBlock verified() {
    Architecture architecture = model.architecture();
    CodeBlock.Builder code = CodeBlock.builder();
    code.add("$T.verified(\n$>$>", RuntimeTypes.NETWORK_TYPE);
    code.add("$T.builder()\n$>$>", Architecture.class);
    code.add(
        ".input($L, $L, $L)\n",
        architecture.input().channels(),
        architecture.input().height(),
        architecture.input().width());
    for (BlockSpec block : architecture.blocks()) {
      code.add(".block($L, $L)\n", block.convs(), block.out());
    }
    if (architecture.widthDivisor() != 1) {
      code.add(".widthDivisor($L)\n", architecture.widthDivisor());
    }
    if (architecture.batchNorm()) {
      code.add(".batchNorm()\n");
    }
    String hidden =
        architecture.head().hidden().stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    code.add(".hidden($L)\n", hidden);
    code.add(".dropout($L)\n", architecture.head().dropout());
    code.add(".classes($L)\n.plan(),\n$<$<", architecture.head().classes());
    String fingerprint = model.plan().map(NetworkPlan::fingerprint).orElse("");
    return code.add("$S)$<$<", fingerprint).build();
  }

  CodeBlock javadoc() {
    CodeBlock.Builder text = CodeBlock.builder();
    if (model.plan().isEmpty()) {
      return text.add("Stands for the network of {@code $L}, which has an error.\n", model.name())
          .build();
    }
    NetworkPlan plan = model.plan().get();
    text.add(
        "The network of {@link $T}: $L parameters,\n$L multiply-accumulates for one image.\n\n",
        model.declared(),
        Literals.grouped(plan.parameterCount()),
        Literals.grouped(plan.macs()));
    return text.add("<pre>\n$L</pre>\n", PlanTable.layers(plan)).build();
  }

  private int lastIndex(Predicate<Layer> wanted) {
    int index = last();
    while (index > 0 && !wanted.test(layers().get(index))) {
      index--;
    }
    return index;
  }

  private List<Layer> layers() {
    return model.plan().map(NetworkPlan::layers).orElse(List.of());
  }
}
