package io.github.vgg4j.cuda.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanTunerTest {

  private final List<String> events = new ArrayList<>();

  /** The watch reads what the work noted last. */
  private double seconds;

  private final PlanTuner tuner =
      new PlanTuner(
          work -> {
            work.run();
            return seconds;
          });

  @Test
  void theFastestIsKeptAndTheOthersClosed() {
    Fake slow = new Fake("slow", 3e-3);
    Fake fast = new Fake("fast", 1e-3);
    Fake middle = new Fake("middle", 2e-3);
    assertSame(fast, tuner.fastest("work", List.of(slow, fast, middle), this::trial));
    assertEquals(
        List.of(
            "slow runs",
            "slow is put away",
            "fast runs",
            "fast is put away",
            "middle runs",
            "middle is put away",
            "slow ends",
            "middle ends"),
        events);
  }

  @Test
  void onesThatFailAreDropped() {
    Fake broken = new Fake("broken", Double.NaN);
    Fake sound = new Fake("sound", 2e-3);
    assertSame(sound, tuner.fastest("work", List.of(broken, sound), this::trial));
    assertEquals(
        List.of(
            "broken runs", "broken is put away", "sound runs", "sound is put away", "broken ends"),
        events);
  }

  @Test
  void whereNoneRunsEachIsNamed() {
    Fake broken = new Fake("broken", Double.NaN);
    Fake still = new Fake("still", 0);
    NoPlanException e =
        assertThrows(
            NoPlanException.class,
            () -> tuner.fastest("FORWARD", List.of(broken, still), this::trial));
    assertEquals(
        "There is no plan for FORWARD: broken: the launch failed; still: timed at 0.0 s",
        e.getMessage());
    assertEquals(List.of("broken ends", "still ends"), events.subList(4, 6));
  }

  @Test
  void aDeviceThatIsLostEndsTheSearch() {
    Fake first = new Fake("first", 1e-3);
    Fake second = new Fake("second", 1e-3);
    IllegalStateException lost = new IllegalStateException("the device is lost");
    assertSame(
        lost,
        assertThrows(
            IllegalStateException.class,
            () ->
                new PlanTuner(
                        work -> {
                          throw lost;
                        })
                    .fastest("FORWARD", List.of(first, second), this::trial)));
    assertEquals(List.of("first is put away", "first ends", "second ends"), events);
  }

  private Trial.Run trial(Fake fake) {
    return new Trial.Run() {
      @Override
      public void run() {
        events.add(fake.name + " runs");
        if (Double.isNaN(fake.seconds)) {
          throw new TrialException(new IllegalStateException("the launch failed"));
        }
        seconds = fake.seconds;
      }

      @Override
      public void close() {
        events.add(fake.name + " is put away");
      }
    };
  }

  private final class Fake implements Plan {

    private final String name;
    private final double seconds;

    Fake(String name, double seconds) {
      this.name = name;
      this.seconds = seconds;
    }

    @Override
    public long workspaceBytes() {
      return 0;
    }

    @Override
    public byte[] serialized() {
      return new byte[0];
    }

    @Override
    public void close() {
      events.add(name + " ends");
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
