package io.github.vgg4j.cuda.check;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the conformance suite on the GPU, in every format, without a build tool. */
final class Conformance implements TestExecutionListener {

  private static final int MOST_OF_A_NAME = 60;

  private final long begin = System.nanoTime();
  private final Set<String> reasons = new HashSet<>();
  private Optional<TestPlan> plan = Optional.empty();
  private long testBegin;
  private int passed;
  private int failed;
  private int skipped;

  /**
   * Prints each test as it ends: what a killed run had done stays.
   *
   * @param classes of tests, by their names
   * @return whether all passed and there were any
   */
  static boolean run(String... classes) {
    Conformance here = new Conformance();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(classes).map(DiscoverySelectors::selectClass).toList())
                .build(),
            here);
    return here.verdict();
  }

  /** Prints the sums; nothing passed is no success. */
  boolean verdict() {
    boolean fine = failed == 0 && passed > 0;
    Report.line("");
    Report.line(
        "Conformance on the GPU: %d passed, %d failed, %d skipped: %s",
        passed, failed, skipped, fine ? "passed" : "FAILED");
    Report.line("");
    return fine;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = Optional.of(testPlan);
  }

  @Override
  public void executionStarted(TestIdentifier identifier) {
    testBegin = System.nanoTime();
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    skip(identifier, reason);
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    String reason = result.getThrowable().map(Report::oneLine).orElse("");
    switch (result.getStatus()) {
      case ABORTED -> skip(identifier, reason);
      case FAILED -> {
        failed++;
        say(identifier, "FAILED: " + reason);
        result.getThrowable().ifPresent(failure -> failure.printStackTrace(System.out));
      }
      case SUCCESSFUL -> {
        if (identifier.isTest()) {
          passed++;
          say(identifier, "passed");
        }
      }
    }
  }

  /** A reason that all tests share is said once. */
  private void skip(TestIdentifier identifier, String reason) {
    skipped++;
    if (reasons.add(reason)) {
      say(identifier, "skipped: " + reason);
    }
  }

  private void say(TestIdentifier identifier, String end) {
    long now = System.nanoTime();
    Report.line(
        "[%6.1f s] %s: %s in %.2f s",
        (now - begin) / 1e9, name(identifier), end, (now - testBegin) / 1e9);
  }

  /** {@code CudaConformanceTest everyGradientIsTheReferences(NetworkPlan) [2] ...}. */
  private String name(TestIdentifier identifier) {
    StringBuilder name = new StringBuilder(shortened(identifier.getDisplayName()));
    Optional<TestIdentifier> parent = parent(identifier);
    while (parent.isPresent() && parent.get().getParentId().isPresent()) {
      name.insert(0, shortened(parent.get().getDisplayName()) + " ");
      parent = parent(parent.get());
    }
    return name.toString();
  }

  private Optional<TestIdentifier> parent(TestIdentifier identifier) {
    return plan.flatMap(known -> known.getParent(identifier));
  }

  /** A plan's own text fills pages. */
  private static String shortened(String name) {
    String line = name.lines().findFirst().orElse("");
    return line.length() > MOST_OF_A_NAME ? line.substring(0, MOST_OF_A_NAME) + " ..." : line;
  }
}
