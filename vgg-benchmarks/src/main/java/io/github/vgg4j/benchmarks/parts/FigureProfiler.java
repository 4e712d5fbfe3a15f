package io.github.vgg4j.benchmarks.parts;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Lets a benchmark report more than its one time: it hands the numbers over, and JMH, in the same
 * process, asks for them after each iteration.
 */
public final class FigureProfiler implements InternalProfiler {

  private static volatile Map<String, Double> latest = Map.of();

  /** Called by a benchmark, in place of what it reported before. */
  static void report(Map<String, Double> figures) {
    latest = figures;
  }

  @Override
  public String getDescription() {
    return "numbers that the benchmark reports";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    latest = Map.of();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results =
        latest.entrySet().stream()
            .map(one -> new ScalarResult(one.getKey(), one.getValue(), "", AggregationPolicy.AVG))
            .toList();
    return results;
  }
}
