package org.opensearch.bootstrap; // The checks of a start are visible here only.

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.common.transport.BoundTransportAddress;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;

/**
 * One node of OpenSearch, started from its published jars as its own start script starts it: with its configuration, its plugins and the
 * checks of a start, but for that of open files. Of what the images have it lacks the agent that guards files and sockets.
 */
public final class OneNode {
  /** @param arguments the home, and the folder of its configuration */
  public static void main(String[] arguments) throws Exception {
    Release.permit();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(
            Settings.EMPTY, Map.of("path.home", arguments[0]), Path.of(arguments[1]), () -> System.getenv("HOSTNAME"));
    LogConfigurator.setNodeName(System.getenv("HOSTNAME"));
    LogConfigurator.configure(environment);
    Bootstrap.initializeNatives(Release.temporary(environment), false, true, false);
    Node node =
        new Node(environment) {
          @Override
          protected void validateNodeBeforeAcceptingRequests(
              BootstrapContext context, BoundTransportAddress address, List<BootstrapCheck> checks) throws NodeValidationException {
            List<BootstrapCheck> all = new ArrayList<>(BootstrapChecks.checks());
            // How many files may be open is a property of the machine. One that runs tests may allow fewer than a node asks for.
            all.removeIf(check -> check instanceof BootstrapChecks.FileDescriptorCheck || Release.cannotPass(check));
            all.addAll(checks);
            BootstrapChecks.check(context, true, all);
          }
        };
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    node.close();
                  } catch (Exception error) {
                    error.printStackTrace();
                  }
                }));
    node.start();
    Thread.currentThread().join();
  }
}
