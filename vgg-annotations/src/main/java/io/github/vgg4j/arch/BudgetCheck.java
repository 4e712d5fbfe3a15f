package io.github.vgg4j.arch;

import io.github.vgg4j.Budget;
import io.github.vgg4j.arch.BudgetProblem.BadBudget;
import io.github.vgg4j.arch.BudgetProblem.OverBudget;
import io.github.vgg4j.arch.MemoryModel.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Holds a plan against a budget; each exceeded limit gives one problem with changes that fit. */
final class BudgetCheck {
  private static final int MOST_SHARES = 4;

  private final BudgetSpec budget;
  private final Architecture architecture;
  private final NetworkPlan plan;
  private final List<BudgetProblem> problems;

  BudgetCheck(BudgetSpec budget, Architecture architecture, NetworkPlan plan) {
    this.budget = budget;
    this.architecture = architecture;
    this.plan = plan;
    this.problems = notation(budget);
    checkCount("parameters", budget.parameters(), "parameters", layer -> cost(layer).parameters());
    checkCount("macs", budget.macs(), "MACs for one image", Layer::macs);
    checkMemory(
        "trainingMemory",
        budget.trainingMemory(),
        "Training",
        (engine, one) -> MemoryModel.training(engine, one, budget.optimizer().slots()));
    checkMemory("inferenceMemory", budget.inferenceMemory(), "Inference", MemoryModel::inference);
  }

  List<BudgetProblem> problems() {
    return problems;
  }

  static List<BudgetProblem> notation(BudgetSpec budget) {
    List<BudgetProblem> problems = new ArrayList<>();
    readable(problems, "parameters", budget.parameters(), Amount.count(budget.parameters()));
    readable(problems, "macs", budget.macs(), Amount.count(budget.macs()));
    readable(
        problems, "trainingMemory", budget.trainingMemory(), Amount.size(budget.trainingMemory()));
    readable(
        problems,
        "inferenceMemory",
        budget.inferenceMemory(),
        Amount.size(budget.inferenceMemory()));
    if (budget.batch() < 1) {
      problems.add(
          new BadBudget(
              Where.budget("batch"), Integer.toString(budget.batch()), "at least 1", "32"));
    }
    return problems;
  }

  private static void readable(
      List<BudgetProblem> problems, String member, String text, OptionalLong amount) {
    if (!text.isEmpty() && amount.isEmpty()) {
      boolean memory = member.endsWith("Memory");
      String wanted =
          memory
              ? "a number with KiB, MiB, GiB, KB, MB or GB"
              : "a number, which K, M, G or T may follow";
      String shown = text.length() > 20 ? text.substring(0, 20) + "..." : text;
      String quoted = "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
      problems.add(
          new BadBudget(Where.budget(member), quoted, wanted, memory ? "\"4GiB\"" : "\"10M\""));
    }
  }

  private void checkCount(String member, String text, String what, ToLongFunction<Layer> count) {
    if (text.isEmpty()) {
      return;
    }
    long limit = Amount.count(text).orElse(Long.MAX_VALUE);
    ToLongFunction<NetworkPlan> total = one -> one.layers().stream().mapToLong(count).sum();
    long all = total.applyAsLong(plan);
    if (all <= limit) {
      return;
    }
    List<BudgetChange> changes =
        changes(one -> total.applyAsLong(one) <= limit ? Integer.MAX_VALUE : 0);
    List<Share> shares =
        plan.layers().stream()
            .map(layer -> new Share(MemoryModel.title(layer), count.applyAsLong(layer)))
            .filter(share -> share.bytes() > 0)
            .sorted(Comparator.comparingLong(Share::bytes).reversed())
            .toList();
    List<String> trace = largest(shares, value -> Text.format("%,d", value));
    for (BudgetChange change : changes) {
      long less = total.applyAsLong(change.architecture().plan());
      trace.add(Text.format(" -> %s gives %,d %s", change.text(), less, member(member)));
    }
    String fact = Text.format("The network has %,d %s", all, what);
    problems.add(
        new OverBudget(Where.budget(member), fact, text, changes, Long.toString(all), trace));
  }

  private static String member(String member) {
    return member.equals("macs") ? "MACs" : member;
  }

  private void checkMemory(
      String member,
      String text,
      String what,
      BiFunction<Budget.Engine, NetworkPlan, MemoryModel> models) {
    if (text.isEmpty()) {
      return; // following the memory of every step takes a while, and nobody asked
    }
    Function<NetworkPlan, MemoryModel> model = one -> models.apply(budget.engine(), one);
    long limit = Amount.size(text).orElse(Long.MAX_VALUE);
    int batch = budget.batch();
    if (batch < 1 || model.apply(plan).bytes(batch) <= limit) {
      return;
    }
    MemoryModel memory = model.apply(plan);
    List<BudgetChange> changes = changes(one -> model.apply(one).largestBatch(limit));
    List<String> trace = largest(memory.shares(batch), Amount::size);
    for (BudgetChange change : changes) {
      trace.add(needs(change, model.apply(change.architecture().plan()), limit));
    }
    long onOnednn = models.apply(Budget.Engine.ONEDNN, plan).bytes(batch);
    if (budget.engine() == Budget.Engine.ANY && onOnednn <= limit) {
      trace.add(" -> engine = ONEDNN needs " + Amount.size(onOnednn));
    }
    String needed = Amount.size(memory.bytes(batch));
    String fact = Text.format("%s at batch %d needs %s", what, batch, needed);
    String enough = needed.replaceAll("[ ,]", "");
    problems.add(new OverBudget(Where.budget(member), fact, text, changes, enough, trace));
  }

  private String needs(BudgetChange change, MemoryModel memory, long limit) {
    String line = " -> " + change.text() + " needs " + Amount.size(memory.bytes(change.batch()));
    return change.batch() < budget.batch()
        ? line
        : Text.format(
            "%s at batch %d; up to batch %d fits",
            line, change.batch(), memory.largestBatch(limit));
  }

  private List<BudgetChange> changes(ToIntFunction<NetworkPlan> largestBatch) {
    int batch = Math.max(1, budget.batch());
    return new BudgetAdvice(architecture, plan, batch, largestBatch).changes();
  }

  private static List<String> largest(List<Share> shares, Function<Long, String> number) {
    List<String> lines = new ArrayList<>();
    List<Share> first = shares.subList(0, Math.min(MOST_SHARES, shares.size()));
    int name = first.stream().mapToInt(share -> share.name().length()).max().orElse(0);
    int digits = first.stream().mapToInt(s -> number.apply(s.bytes()).length()).max().orElse(0);
    for (Share share : first) {
      String amount = number.apply(share.bytes());
      lines.add(
          "    "
              + share.name()
              + " ".repeat(name - share.name().length() + 2 + digits - amount.length())
              + amount);
    }
    return lines;
  }

  private static Cost cost(Layer layer) {
    return Cost.of(List.of(layer));
  }
}
