package org.elasticsearch.bootstrap; // The checks of a start are visible here only.

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.transport.BoundTransportAddress;
import org.elasticsearch.env.Environment;
import org.elasticsearch.nativeaccess.NativeAccess;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One node of Elasticsearch, started from its published jars with its configuration, its module for the network and the checks of a start, but
 * for that of open files.
 */
public final class OneNode {
  /** @param arguments the home, and the folder of its configuration */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    LogConfigurator.configureESLogging();
    NativeAccess.instance().tryInstallExecSandbox();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(
            Settings.EMPTY, new HashMap<>(Map.of("path.home", arguments[0])), Path.of(arguments[1]), () -> System.getenv("HOSTNAME"));
    PluginsLoader loader =
        PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(home.resolve("modules"), false), Set.of(), Map.of(), false);
    Node node =
        new Node(environment, loader) {
          @Override
          protected void validateNodeBeforeAcceptingRequests(
              BootstrapContext context, BoundTransportAddress address, List<BootstrapCheck> checks) throws NodeValidationException {
            List<BootstrapCheck> all = new ArrayList<>(BootstrapChecks.checks());
            // How many files may be open is a property of the machine. One that runs tests may allow fewer than a node asks for.
            all.removeIf(check -> check instanceof BootstrapChecks.FileDescriptorCheck);
            all.addAll(checks);
            BootstrapChecks.check(context, true, all);
          }
        };
    node.start();
    Thread.currentThread().join();
  }
}
