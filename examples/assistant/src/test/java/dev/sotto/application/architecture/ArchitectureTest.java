package dev.sotto.application.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.sotto.application.importer.ImporterProcess;
import dev.sotto.application.process.Lifeline;
import dev.sotto.application.process.StartedProcess;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.ledger.verifier.LedgerVerifier;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;

/** The shape of the code that no compiler holds: who may know whom. */
@AnalyzeClasses(packages = "dev.sotto", importOptions = ProductCode.class)
final class ArchitectureTest {
  private static final String SECURE_STORE = "dev.sotto.securestore..";
  private static final String LOCAL_INDEX = "dev.sotto.index..";
  private static final String LLM_RUNTIME = "dev.sotto.llm..";
  private static final String TOOL_PLUGINS = "dev.sotto.tools..";
  private static final String LEDGER_VERIFIER = "dev.sotto.ledger.verifier..";
  private static final String APPLICATION = "dev.sotto.application..";
  private static final String[] FRAMEWORK = {
    "dev.sotto.assistant..",
    "dev.sotto.calendar..",
    "dev.sotto.computed..",
    "dev.sotto.consent..",
    "dev.sotto.conversation..",
    "dev.sotto.importing..",
    "dev.sotto.labels..",
    "dev.sotto.ledger",
    "dev.sotto.model..",
    "dev.sotto.people..",
    "dev.sotto.process..",
    "dev.sotto.record..",
    "dev.sotto.plan..",
    "dev.sotto.redaction..",
    "dev.sotto.search..",
    "dev.sotto.storage..",
    "dev.sotto.text..",
    "dev.sotto.time..",
    "dev.sotto.tool.."
  };

  @ArchTest
  static void everyModuleIsLookedAt(JavaClasses code) {
    for (String module :
        Stream.concat(
                Stream.of(FRAMEWORK),
                Stream.of(
                    SECURE_STORE,
                    LOCAL_INDEX,
                    LLM_RUNTIME,
                    TOOL_PLUGINS,
                    LEDGER_VERIFIER,
                    APPLICATION))
            .toList()) {
      Assertions.assertThat(code.that(resideInAPackage(module))).as(module).isNotEmpty();
    }
  }

  @ArchTest
  static final ArchRule frameworkDependsOnTheJdkAndJSpecifyOnly =
      classes()
          .that()
          .resideInAnyPackage(FRAMEWORK)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(FRAMEWORK)
                  .or(resideInAnyPackage("java..", "org.jspecify.annotations")))
          .because(
              "framework-api is what every module shares; a library in it would be everybody's."
                  + " Put a port there and the library behind it");

  @ArchTest
  static final ArchRule secureStoreKnowsNoOtherModule =
      leaf(SECURE_STORE, LOCAL_INDEX, LLM_RUNTIME, TOOL_PLUGINS, LEDGER_VERIFIER);

  @ArchTest
  static final ArchRule localIndexKnowsNoOtherModule =
      leaf(LOCAL_INDEX, SECURE_STORE, LLM_RUNTIME, TOOL_PLUGINS, LEDGER_VERIFIER);

  @ArchTest
  static final ArchRule llmRuntimeKnowsNoOtherModule =
      leaf(LLM_RUNTIME, SECURE_STORE, LOCAL_INDEX, TOOL_PLUGINS, LEDGER_VERIFIER);

  @ArchTest
  static final ArchRule toolPluginsKnowNoOtherModule =
      leaf(TOOL_PLUGINS, SECURE_STORE, LOCAL_INDEX, LLM_RUNTIME, LEDGER_VERIFIER);

  @ArchTest
  static final ArchRule theVerifierDependsOnTheJdkAndItselfOnly =
      classes()
          .that()
          .resideInAPackage(LEDGER_VERIFIER)
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage(LEDGER_VERIFIER)
                  .or(resideInAnyPackage("java..", "javax.crypto..", "org.jspecify.annotations")))
          .because(
              "an error of the program that writes ledgers must not be repeated by the one that"
                  + " checks them; write what it needs a second time");

  @ArchTest
  static final ArchRule luceneStaysInTheIndex =
      wrapped(LOCAL_INDEX, "org.apache.lucene..", "com.ibm.icu..");

  @ArchTest
  static final ArchRule onnxRuntimeStaysInTheModelRuntime =
      wrapped(LLM_RUNTIME, "ai.onnxruntime..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule cryptographyStaysInTheStore =
      wrapped(SECURE_STORE, "com.google.crypto.tink..", "org.bouncycastle..");

  @ArchTest
  static final ArchRule cryptographyOfTheJdkStaysInTheStoreAndTheVerifier =
      noClasses()
          .that()
          .resideOutsideOfPackages(SECURE_STORE, LEDGER_VERIFIER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax.crypto..")
          .because("keys are made, used and wiped in one place");

  @ArchTest
  static final ArchRule mailParsersStayInTheMailImporter =
      wrapped("dev.sotto.tools.mail..", "org.apache.james..", "org.jsoup..");

  @ArchTest
  static final ArchRule markdownParserStaysInTheMarkdownImporter =
      wrapped("dev.sotto.tools.markdown..", "org.commonmark..");

  @ArchTest
  static final ArchRule calendarParserStaysInTheCalendarImporter =
      wrapped("dev.sotto.tools.calendar..", "net.fortuna.ical4j..", "org.threeten..");

  @ArchTest
  static final ArchRule cardParserStaysInTheContactImporter =
      wrapped("dev.sotto.tools.contact..", "ezvcard..", "freemarker..");

  @ArchTest
  static final ArchRule openingHoursParserStaysInTheSearchNearby =
      wrapped("dev.sotto.tools.nearby..", "ch.poole..");

  @ArchTest
  static final ArchRule pluginsAreLoadedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sotto.tools.plugin.cdi")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(URLClassLoader.class)
          .because("code that was not there when Sotto was built runs only after a person's yes");

  @ArchTest
  static final ArchRule commandLineStaysInTheApplication =
      wrapped(APPLICATION, "picocli..", "org.jline..", "me.tongfei..");

  @ArchTest
  static final ArchRule jsonIsBoundInTheApplicationOnly =
      wrapped(APPLICATION, "tools.jackson.databind..");

  @ArchTest
  static final ArchRule jsonIsReadInTheApplicationAndFromFilesOfOthersOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              APPLICATION,
              "dev.sotto.llm.embedding..",
              "dev.sotto.llm.json..",
              "dev.sotto.tools.chat.telegram..",
              "dev.sotto.tools.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
          .because("stores and indexes have byte formats of their own, described in docs/format");

  @ArchTest
  static final ArchRule containerStaysInCdiPackages =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sotto..cdi")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.enterprise..", "jakarta.inject..", "org.jboss..")
          .because(
              "everything can be made with its constructor alone; a container wires it in the cdi"
                  + " package of each module");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      noFields()
          .should()
          .beAnnotatedWith("jakarta.inject.Inject")
          .because("what a class needs is an argument of its constructor");

  @ArchTest
  static final ArchRule httpParserStaysInTheCourier =
      wrapped("dev.sotto.tools.courier..", "org.apache.hc..");

  @ArchTest
  static final ArchRule nothingButTheCourierOpensAConnection =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.sotto.securestore.confinement.NetworkProbes")
          .and()
          .haveNameNotMatching("dev\\.sotto\\.application\\.agent\\.AgentSocket.*")
          .and()
          .resideOutsideOfPackage("dev.sotto.tools.courier")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.net..",
                      "javax.net..",
                      "java.rmi..",
                      "javax.naming..",
                      "com.sun.net.httpserver..")
                  .and(
                      not(
                          belongToAnyOf(
                              URI.class,
                              URISyntaxException.class,
                              URL.class,
                              URLClassLoader.class))))
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.nio\\.channels\\..*(Socket|Datagram|Network|Multicast).*")
          .orShould()
          .callMethod(URL.class, "openStream")
          .orShould()
          .callMethod(URL.class, "openConnection")
          .because(
              "what leaves the computer goes through the gate and the courier; there is no other"
                  + " code that could send anything, but for the probes that try whether it could,"
                  + " and the agent's Unix socket. A resource is read by getResourceAsStream");

  @ArchTest
  static final ArchRule theAgentsSocketIsAUnixSocket =
      noClasses()
          .that()
          .haveNameMatching("dev\\.sotto\\.application\\.agent\\.AgentSocket.*")
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.net..")
                  .and(
                      not(
                          belongToAnyOf(
                              ConnectException.class,
                              SocketException.class,
                              StandardProtocolFamily.class,
                              UnixDomainSocketAddress.class))))
          .orShould()
          .accessField(StandardProtocolFamily.class, "INET")
          .orShould()
          .accessField(StandardProtocolFamily.class, "INET6")
          .because("a Unix socket leads to processes of this computer alone");

  @ArchTest
  static final ArchRule theCourierIsMadeByWhoWiresProcessesOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.sotto.tools.courier",
              "dev.sotto.application",
              "dev.sotto.application.supervisor")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sotto.tools.courier")
          .because("the gate is the only way to it; take the port dev.sotto.consent.Courier");

  @ArchTest
  static final ArchRule nothingButSottoItselfIsStarted =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.sotto.application.importer", "dev.sotto.application.supervisor")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class, Process.class)
          .because(
              "another program could do what this one has no code for; only Sotto itself is"
                  + " started, to hold the data, to read files or to carry requests");

  @ArchTest
  static final ArchRule standardStreamsAreReachedThroughSurroundings =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Surroundings.class, LedgerVerifier.class)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace")
          .because(
              "text reaches a person through Surroundings, made safe for a terminal; nothing is"
                  + " printed beside it. The verifier is a program of its own");

  @ArchTest
  static final ArchRule processesEndInTheirMainProgramsOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sotto.application")
          .and()
          .doNotBelongToAnyOf(
              Interruption.class,
              ImporterProcess.class,
              Lifeline.class,
              LedgerVerifier.class,
              StartedProcess.class)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .because("stores are closed and keys wiped on the way out; throw instead");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices()
          .matching("dev.sotto.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package is understood, tested and replaced without those above it");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(resideInANullMarkedPackage())
          .because("null never crosses a class unseen; add @NullMarked to package-info.java");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Impl|Manager|Utils?|Helpers?|Service)")
          .because(
              "a port is a plain noun and an implementation says how; a drawer named Util fills"
                  + " up");

  private static ArchRule leaf(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(resideInAnyPackage(others).or(resideInAPackage(APPLICATION)))
        .because(
            "modules see framework-api and never each other, so that each can be replaced; put what"
                + " both need behind a port");
  }

  private static ArchRule wrapped(String home, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .because("a library's types stop at the package that wraps it, so that it can be replaced");
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package that is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        JavaPackage home = type.getPackage();
        boolean marked = home.isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + " is in " + home.getName() + ", which is not"));
      }
    };
  }
}
