package io.github.vgg4j.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import io.github.vgg4j.Norm;
import io.github.vgg4j.Pool;
import io.github.vgg4j.Preset;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.BlockOrigin;
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

  int startOfHead() {
    return endOfBlock(model.blocks()) + 1;
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
    code.add(blocks(architecture));
    if (architecture.widthDivisor() != 1) {
      code.add(".widthDivisor($L)\n", architecture.widthDivisor());
    }
    if (architecture.batchNorm()) {
      code.add(".batchNorm()\n");
    }
    String hidden = list(architecture.head().hidden());
    code.add(".hidden($L)\n", hidden);
    if (!architecture.head().pool().isEmpty()) {
      code.add(".adaptivePool($L)\n", list(architecture.head().pool()));
    }
    code.add(".dropout($L)\n", architecture.head().dropout());
    code.add(".classes($L)\n.plan(),\n$<$<", architecture.head().classes());
    String fingerprint = model.plan().map(NetworkPlan::fingerprint).orElse("");
    return code.add("$S)$<$<", fingerprint).build();
  }

  /** The blocks in the way in which the user told them. */
  private static CodeBlock blocks(Architecture architecture) {
    if (architecture.origin() instanceof BlockOrigin.Named named) {
      return CodeBlock.of(".preset($T.$L)\n", Preset.class, named.preset());
    }
    if (architecture.origin() instanceof BlockOrigin.Notated notated) {
      return CodeBlock.of(".config($S)\n", notated.notation().text());
    }
    CodeBlock.Builder code = CodeBlock.builder();
    architecture.blocks().forEach(block -> code.add(block(block)));
    return code.build();
  }

  /** Only what shapes the network: what a block is believed to take and give is checked already. */
  private static CodeBlock block(BlockSpec block) {
    CodeBlock.Builder more = CodeBlock.builder();
    if (!block.kernels().equals(List.of(3))) {
      more.add(".kernel($L)", list(block.kernels()));
    }
    if (block.pool() != Pool.MAX) {
      more.add(".pool($T.$L)", Pool.class, block.pool());
    }
    if (block.localResponseNorm()) {
      more.add(".withLocalResponseNorm()");
    }
    if (block.norm() != Norm.INHERIT) {
      more.add(".batchNorm($T.$L)", Norm.class, block.norm());
    }
    return more.isEmpty()
        ? CodeBlock.of(".block($L, $L)\n", block.convs(), block.out())
        : CodeBlock.of(
            ".block($T.of($L, $L)$L)\n", BlockSpec.class, block.convs(), block.out(), more.build());
  }

  private static String list(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
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
