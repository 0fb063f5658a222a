namespace Gateway.Web.Front.Api;

/// <summary>Examples of requests and answers, for the OpenAPI document.</summary>
internal static class SessionExamples
{
    public const string Values = """
        {
          "position": "443007a2882b7adb:1042",
          "state": "ready",
          "values": [
            {
              "item": "Tank101.Level.PV", "dataType": "Float", "value": 49.99, "quality": 192,
              "sourceTime": "2026-03-01T12:00:00.25Z", "workerTime": "2026-03-01T12:00:00.251Z"
            },
            { "item": "Tank101.Nothing", "code": "NotFound", "message": "The session has no value of this item: …" }
          ]
        }
        """;

    public const string Write = """
        { "values": [ { "item": "Tank101.Level.SP", "value": 55.5 } ], "timeoutMs": 10000 }
        """;

    public const string Written = """
        { "results": [ { "item": "Tank101.Level.SP", "outcome": "written", "workerTime": "2026-03-01T12:00:00.251Z" } ] }
        """;

    public const string Events = """
        {
          "position": "443007a2882b7adb:1042", "kind": "events", "first": 1042, "last": 1042,
          "events": [
            {
              "item": "Tank101.Level.PV", "sequence": 1042, "family": "OnDataChange", "serverHandle": 1, "itemHandle": 7,
              "workerTime": "2026-03-01T12:00:00.251Z", "quality": 192, "sourceTime": "2026-03-01T12:00:00.25Z", "dataType": "Float", "value": 49.99
            }
          ]
        }
        """;
}
