package io.github.vgg4j.cuda.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the plans of a convolution, as cuDNN ranks them, that obey the rules and fit in memory. */
public final class ConvolutionPlanner {

  private final Target target;
  private final PlanLimits limits;

  /** A planner for a target, which must live as long. */
  public ConvolutionPlanner(Target target, PlanLimits limits) {
    this.target = target;
    this.limits = limits;
  }

  /** What plans are made for. */
  public Target target() {
    return target;
  }

  /** What bounds them. */
  public PlanLimits limits() {
    return limits;
  }

  /**
   * Makes plans, best first; runtime-compiled engines compile now, for seconds each.
   *
   * @return at least one, and at most as many as the limits say; the caller closes each
   * @throws NoPlanException if there is none
   */
  public List<ConvolutionPlan> candidates(Convolution convolution) {
    Set<String> objections = new LinkedHashSet<>();
    List<ConvolutionPlan> plans = new ArrayList<>();
    if (!EngineRules.possible(convolution, target.computeCapability())) {
      objections.add(
          "compute capability " + target.computeCapability() + " has no " + convolution.type());
    } else {
      try (PlanSearch search = PlanSearch.of(convolution, target)) {
        objections.addAll(search.refusals());
        collect(search, convolution, plans, objections);
      } catch (CudnnException e) {
        objections.add(e.getMessage());
      } catch (RuntimeException e) {
        plans.forEach(ConvolutionPlan::close);
        throw e;
      }
    }
    if (plans.isEmpty()) {
      throw new NoPlanException(convolution.text(), List.copyOf(objections));
    }
    return plans;
  }

  /**
   * Every way of doing a work that is worth timing: the most fused that has plans, and all apart,
   * where cuDNN has plans that need no compiling and other engines.
   *
   * @return at least one; the caller closes each
   * @throws NoPlanException if there is none
   */
  List<FusedPlan> ways(Convolution convolution) {
    List<FusedPlan> plans = new ArrayList<>();
    List<Fusion> ways = Fusion.of(convolution);
    @Nullable NoPlanException none = null;
    try {
      for (int i = 0; i < ways.size(); i++) {
        Fusion way = ways.get(i);
        boolean apart = i == ways.size() - 1;
        if (!plans.isEmpty() && !apart) {
          continue;
        }
        try {
          candidates(way.convolution()).forEach(plan -> plans.add(new FusedPlan(way, plan)));
        } catch (NoPlanException e) {
          none = e;
        }
      }
    } catch (RuntimeException e) {
      plans.forEach(FusedPlan::close);
      throw e;
    }
    if (plans.isEmpty() && none != null) {
      throw none;
    }
    return plans;
  }

  /**
   * The first plan that comes without compiling, the least fused first; if there is none, the first
   * that there is.
   *
   * @return the caller closes it
   * @throws NoPlanException if there is none
   */
  FusedPlan quick(Convolution convolution) {
    List<Fusion> ways = new ArrayList<>(Fusion.of(convolution));
    Collections.reverse(ways);
    @Nullable NoPlanException none = null;
    for (PlanLimits few : List.of(limits.precompiled(1), limits.first())) {
      ConvolutionPlanner planner = new ConvolutionPlanner(target, few);
      for (Fusion way : ways) {
        try {
          return new FusedPlan(way, planner.candidates(way.convolution()).get(0));
        } catch (NoPlanException e) {
          none = e;
        }
      }
    }
    throw Objects.requireNonNull(none);
  }

  private void collect(
      PlanSearch search,
      Convolution convolution,
      List<ConvolutionPlan> plans,
      Set<String> objections) {
    Map<Long, Integer> ofEngine = new HashMap<>();
    int compiled = 0;
    for (EngineChoice choice : search.choices()) {
      boolean compiles = choice.notes().contains(Note.RUNTIME_COMPILED);
      if (plans.size() == limits.candidates() || (compiles && compiled == limits.compiled())) {
        continue;
      }
      Set<Note> against = EngineRules.objections(convolution, choice.notes());
      if (!against.isEmpty()) {
        objections.add("engine " + choice.engine() + ": " + against);
      } else if (ofEngine.getOrDefault(choice.engine(), 0) < limits.perEngine()) {
        if (add(search, choice, plans, objections)) {
          ofEngine.merge(choice.engine(), 1, Integer::sum);
          compiled += compiles ? 1 : 0;
        }
      }
    }
  }

  private boolean add(
      PlanSearch search, EngineChoice choice, List<ConvolutionPlan> plans, Set<String> objections) {
    ConvolutionPlan plan;
    try {
      plan = search.plan(choice);
    } catch (CudnnException e) {
      objections.add("engine " + choice.engine() + ": " + e.getMessage());
      return false;
    }
    if (plan.workspaceBytes() > limits.workspaceBytes()) {
      objections.add(
          "engine %d: %d bytes of scratch, above %d"
              .formatted(choice.engine(), plan.workspaceBytes(), limits.workspaceBytes()));
      plan.close();
      return false;
    }
    plans.add(plan);
    return true;
  }

  /** What a kept plan is known by. */
  String key(Convolution convolution) {
    return "cudnn %d\nworkspace %d\nconvolution %s\ndevice %s\n"
        .formatted(
            target.cudnnVersion(), limits.workspaceBytes(), convolution.text(), target.text());
  }

  /**
   * Makes a plan from a kept one, in milliseconds.
   *
   * @throws CudnnException if cuDNN does not take it
   * @throws NoPlanException if it does not obey the rules or the limits
   */
  ConvolutionPlan restore(Convolution convolution, byte[] kept) {
    ConvolutionPlan plan = ConvolutionPlan.restore(convolution, kept, target);
    Set<Note> against = EngineRules.objections(convolution, plan.notes());
    if (!against.isEmpty() || plan.workspaceBytes() > limits.workspaceBytes()) {
      plan.close();
      throw new NoPlanException(
          convolution.text(),
          List.of("the kept one has " + against + " and " + plan.workspaceBytes() + " bytes"));
    }
    return plan;
  }

  /**
   * Whether there is a plan, without compiling; see {@link Fusion} for what to do where there is
   * none. A precompiled one is made to see; a runtime-compiled one is believed on the heuristics'
   * word, which has always held so far.
   */
  public boolean supports(Convolution convolution) {
    if (!EngineRules.possible(convolution, target.computeCapability())) {
      return false;
    }
    try (PlanSearch search = PlanSearch.of(convolution, target)) {
      for (EngineChoice choice : search.choices()) {
        if (EngineRules.objections(convolution, choice.notes()).isEmpty()
            && (choice.notes().contains(Note.RUNTIME_COMPILED) || fits(search, choice))) {
          return true;
        }
      }
      return false;
    } catch (CudnnException e) {
      return false;
    }
  }

  private boolean fits(PlanSearch search, EngineChoice choice) {
    try (ConvolutionPlan plan = search.plan(choice)) {
      return plan.workspaceBytes() <= limits.workspaceBytes();
    } catch (CudnnException e) {
      return false;
    }
  }
}
