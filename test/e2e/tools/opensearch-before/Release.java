package org.opensearch.bootstrap;

import java.nio.file.Path;
import org.opensearch.env.Environment;

/** What OneNode does in another way in each major release. */
final class Release {
  /** Without a security manager, which newer JDKs have not, everything is permitted. */
  static void permit() {}

  static Path temporary(Environment environment) {
    return environment.tmpFile();
  }

  /** Whether a check of the start cannot pass without what the image has besides. */
  static boolean cannotPass(BootstrapCheck check) {
    return check instanceof BootstrapChecks.AllPermissionCheck;
  }

  private Release() {}
}
