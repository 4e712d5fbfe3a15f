package io.github.vgg4j.train;

import io.github.vgg4j.engine.StepResult;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a run goes: one line for each epoch, and, for a person at a terminal, a bar that fills
 * as the epoch's batches pass. Close it where the run may fail, so that no bar is left standing.
 */
public final class Progress implements Callback, AutoCloseable {

  private static final int UPDATE_MILLIS = 200;
  private static final int BAR_COLUMNS = 79;
  private static final long NANOS = 1_000_000_000;
  private static final int SECONDS_PER_MINUTE = 60;

  /** What is shown while an epoch runs. */
  private enum Style {
    LINES,
    BAR
  }

  private final PrintStream out;
  private final Style style;
  private @Nullable ProgressBar bar;
  private OneLine line;
  private long runBegin;
  private long barShown;

  private Progress(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
    this.line = new OneLine(out);
  }

  /** One line for each epoch: for files and pipes. */
  public static Progress lines(PrintStream out) {
    return new Progress(out, Style.LINES);
  }

  /** A bar while an epoch runs, and its line afterwards: for terminals. */
  public static Progress bar(PrintStream out) {
    return new Progress(out, Style.BAR);
  }

  @Override
  public void onTrainBegin(Run run) {
    runBegin = System.nanoTime();
  }

  @Override
  public void onBatchEnd(Run run, int batch, StepResult soFar) {
    if (style == Style.LINES) {
      return;
    }
    ProgressBar shown = bar;
    if (shown == null) {
      shown = open(run);
      bar = shown;
    }
    shown.stepTo(batch);
    // Text is made only as often as somebody can read it, not for every batch.
    long now = System.nanoTime();
    if (soFar.batches() > 0 && now - barShown > NANOS * UPDATE_MILLIS / 1000) {
      barShown = now;
      shown.setExtraMessage(
          String.format(Locale.ROOT, "loss %.3f acc %.3f", soFar.loss(), soFar.accuracy()));
    }
  }

  @Override
  public void onEpochEnd(Run run, History.Epoch epoch) {
    close();
    double perEpoch = (double) (System.nanoTime() - runBegin) / epoch.epoch();
    long left = Math.round(perEpoch * (run.epochs() - epoch.epoch()) / NANOS);
    out.println(line(run, epoch) + "  left " + minutes(left));
  }

  @Override
  public void onTrainEnd(Run run, History history) {
    close();
    run.stopReason().ifPresent(reason -> out.println("Stopped: " + reason));
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.close();
      line.erase();
      bar = null;
    }
  }

  private ProgressBar open(Run run) {
    line = new OneLine(out);
    return new ProgressBarBuilder()
        .setTaskName("epoch " + run.epoch() + "/" + run.epochs())
        .setInitialMax(run.batchesPerEpoch())
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setConsumer(line)
        .hideEta()
        .build();
  }

  private static String line(Run run, History.Epoch epoch) {
    int digits = String.valueOf(run.epochs()).length();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "epoch %" + digits + "d/%d  loss %.4f  accuracy %.4f",
            epoch.epoch(),
            run.epochs(),
            epoch.loss(),
            epoch.accuracy()));
    if (run.validationImages() > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              "  val_loss %.4f  val_accuracy %.4f",
              epoch.valLoss(),
              epoch.valAccuracy()));
    }
    return line.append(String.format(Locale.ROOT, "  %,.0f images/s", epoch.imagesPerSecond()))
        .toString();
  }

  private static String minutes(long seconds) {
    return String.format(
        Locale.ROOT, "%d:%02d", seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
  }

  /**
   * Draws the bar over itself in one line. The library draws from a thread of its own, also a last
   * time while it closes; after {@link #erase} nothing is drawn any more.
   */
  private static final class OneLine implements ProgressBarConsumer {

    private final PrintStream out;
    private boolean erased;

    OneLine(PrintStream out) {
      this.out = out;
    }

    @Override
    public int getMaxRenderedLength() {
      return BAR_COLUMNS;
    }

    @Override
    public synchronized void accept(String rendered) {
      if (!erased) {
        out.print('\r' + rendered);
        out.flush();
      }
    }

    @Override
    public void close() {}

    /** Leaves the line empty. */
    synchronized void erase() {
      erased = true;
      out.print('\r' + " ".repeat(BAR_COLUMNS) + '\r');
      out.flush();
    }
  }
}
