import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The life of one claim: validated, filed, recognised, paid, corrected and withdrawn; after each step it is asked what is held of it.
 *
 *   java examples/Claim.java [http://127.0.0.1:8080] [C-2026-0004]          (Java 17 or newer, with nothing but what it brings)
 *
 * The second word is the insurer's own number of the claim. Where the service asks who calls: QORGAU_TOKEN is a token of
 * urn:kz:insurer:annuity, which sends and sees its own. Sending again is harmless.
 */
public final class Claim {
  private static final String SOURCE = "urn:kz:insurer:annuity";
  private static final String TOKEN = System.getenv("QORGAU_TOKEN");
  private static final int TRIES_MAX = 6;

  /** Java brings no reader of JSON. A program of yours has one (Jackson, Gson); here a pattern finds the one member that is needed. */
  private static final Pattern POSITION = Pattern.compile("\"position\"\\s*:\\s*\"([0-9:]+)\"");

  private static final String DECISION = "\"capacityLossPercent\": 40, \"actNumber\": \"N1-2026-0017\", \"decidedOn\": \"2026-03-10\"";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private final String subject;

  private Claim(String url, String subject) {
    this.url = url;
    this.subject = subject;
  }

  public static void main(String[] words) throws Exception {
    new Claim(words.length > 0 ? words[0] : "http://127.0.0.1:8080", words.length > 1 ? words[1] : "C-2026-0004").live();
  }

  private void live() throws Exception {
    String filed = statement("reported", 1, claim("\"status\": \"filed\""));
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("filed", filed);
    steps.put("recognised", statement("changed", 2, claim("\"status\": \"recognised\", " + DECISION)));
    steps.put("paid", statement("changed", 3, claim("\"status\": \"paid\", \"paidKzt\": 1250000, " + DECISION)));
    // The sum was wrong.
    steps.put("corrected", statement("corrected", 4, claim("\"status\": \"paid\", \"paidKzt\": 1205000, " + DECISION)));
    steps.put("withdrawn", statement("withdrawn", 5, "{\"reason\": \"filed a second time under another number\"}"));

    // Judged as if it were sent, and stored nowhere: first with a mistake, whose refusal says where it is, then as it should be.
    System.out.println("== validate");
    System.out.println(call("/v1/events:validate", filed.replace("\"filed\"", "\"lost\"")).body());
    System.out.println(ask("/v1/events:validate", filed));

    for (Map.Entry<String, String> step : steps.entrySet()) {
      System.out.println("== " + step.getKey());
      // "warnings", where there are any, tell what is odd about the statement or was dropped.
      String acknowledgement = ask("/v1/events", step.getValue());
      System.out.println(acknowledgement);
      // An answer that names the position as atLeast includes the statement.
      Matcher position = POSITION.matcher(acknowledgement);
      if (!position.find()) throw new IllegalStateException("no position in " + acknowledgement);
      String of = "?source=" + encoded(SOURCE) + "&atLeast=" + encoded(position.group(1));
      System.out.println(ask("/v1/claims" + of + "&by=status", null));
      System.out.println(ask("/v1/records" + of + "&subject=" + encoded(subject), null));
    }
  }

  /** Every statement tells all that is known of the claim by now. The highest revision stands, in whatever order they come. */
  private String statement(String verb, int revision, String data) {
    return """
        {"specversion": "1.0", "id": "%s/%d", "source": "%s", "type": "kz.qorgau.claim.%s.v1", "subject": "%s", "revision": %d,
         "time": "%s", "data": %s}
        """
        .formatted(subject, revision, SOURCE, verb, subject, revision, Instant.now(), data);
  }

  /** What is known of the victim, and how the claim stands. The IIN is replaced by a pseudonym before anything is stored. */
  private static String claim(String members) {
    return """
        {"occurredAt": "2026-02-03T07:40:00+05:00", "kind": "accident", "severity": "severe", "employer": {"bin": "200140000004"},
         "worker": {"iin": "850808310738"}, "region": "KZ-35", "sector": "05.10.1", "claim": {%s}}
        """
        .formatted(members);
  }

  /** GET, or POST of a statement. What is not taken now (503, or 429) is sent again: the same statement twice changes no number. */
  private HttpResponse<String> call(String path, String statement) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    if (TOKEN != null) request.header("Authorization", "Bearer " + TOKEN);
    if (statement != null) request.header("Content-Type", "application/cloudevents+json").POST(BodyPublishers.ofString(statement));
    for (int tries = 1; ; tries += 1) {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      boolean isRefusedForNow = response.statusCode() == 429 || response.statusCode() == 503;
      if (!isRefusedForNow || tries == TRIES_MAX) return response;
      Thread.sleep(1000 * response.headers().firstValueAsLong("Retry-After").orElse(1));
    }
  }

  /**
   * What was answered, where it is not a refusal: RFC 9457 (application/problem+json), each fault with the permanent id of its rule, where it is
   * (a JSON Pointer), and how to mend it.
   */
  private String ask(String path, String statement) throws Exception {
    HttpResponse<String> response = call(path, statement);
    if (response.statusCode() < 300) return response.body();
    throw new IllegalStateException(response.body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
