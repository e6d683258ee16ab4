package org.opensearch.bootstrap;

import java.nio.file.Path;
import java.security.AllPermission;
import java.security.Permission;
import java.security.Policy;
import java.security.ProtectionDomain;
import org.opensearch.env.Environment;
import org.opensearch.javaagent.bootstrap.AgentPolicy;

/** What OneNode does in another way in each major release. */
final class Release {
  /** Permits what the agent of the image guards. */
  static void permit() {
    AgentPolicy.setPolicy(new Policy() {
      @Override
      public boolean implies(ProtectionDomain domain, Permission permission) {
        return !(permission instanceof AllPermission); // Else a check of the start says that nothing is guarded.
      }
    });
  }

  static Path temporary(Environment environment) {
    return environment.tmpDir();
  }

  /** Whether a check of the start cannot pass without what the image has besides. */
  static boolean cannotPass(BootstrapCheck check) {
    return false;
  }

  private Release() {}
}
