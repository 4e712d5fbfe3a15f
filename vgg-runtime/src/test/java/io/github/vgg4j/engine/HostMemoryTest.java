package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class HostMemoryTest {

  @Test
  void theMachineTellsWhatIsAvailable() {
    assertEquals(
        12_345L * 1024,
        HostMemory.ofMachine("MemTotal: 99999 kB\nMemFree: 1 kB\nMemAvailable:   12345 kB\n"));
    assertEquals(Long.MAX_VALUE, HostMemory.ofMachine(""));
    assertEquals(Long.MAX_VALUE, HostMemory.ofMachine("MemAvailable: much kB\n"));
  }

  @Test
  void aContainersLimitCountsWithoutTheCacheOfFiles() {
    assertEquals(700, HostMemory.ofContainer("1000\n", "400\n", "anon 3\ninactive_file 100\n"));
    assertEquals(0, HostMemory.ofContainer("1000\n", "1400\n", ""));
    assertEquals(Long.MAX_VALUE, HostMemory.ofContainer("max\n", "400\n", ""));
    assertEquals(Long.MAX_VALUE, HostMemory.ofContainer("", "", ""));
  }

  @Test
  void thisMachineHasSomeMemoryLeft() {
    assertTrue(HostMemory.availableBytes() > 1 << 20);
  }
}
