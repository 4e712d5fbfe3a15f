package io.github.vgg4j.cuda.check;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the conformance suite on the GPU, in every format, without a build tool. */
public final class Conformance {

  private Conformance() {}

  /** Prints a summary; exits with 1 where a test failed. */
  public static void main(String... arguments) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    selectClass("io.github.vgg4j.cuda.CudaConformanceTest"),
                    selectClass("io.github.vgg4j.cuda.CudaTf32ConformanceTest"),
                    selectClass("io.github.vgg4j.cuda.CudaBfloat16ConformanceTest"))
                .build(),
            summary);
    PrintWriter out = new PrintWriter(System.out, true);
    summary.getSummary().printFailuresTo(out, 8);
    System.out.printf(
        "%nConformance on the GPU: %d passed, %d failed, %d skipped%n%n",
        summary.getSummary().getTestsSucceededCount(),
        summary.getSummary().getTestsFailedCount(),
        summary.getSummary().getTestsAbortedCount());
    System.exit(summary.getSummary().getTestsFailedCount() == 0 ? 0 : 1);
  }
}
