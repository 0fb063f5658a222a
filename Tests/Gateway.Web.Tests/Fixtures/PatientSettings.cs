namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// Settings of a whole gateway under test: on a busy machine everything takes longer, and a limit that the test is not about must not
/// decide its end. A test of such a limit sets its own.
/// </summary>
internal static class PatientSettings
{
    public static IReadOnlyList<KeyValuePair<string, string?>> All { get; } =
    [
        new("Gateway:Workers:HeartbeatGraceMs", "3600000"),
        new("Gateway:Hub:HandshakeTimeoutSeconds", "120"),
        // A test that waits asks many times in a second, always from the same address.
        new("Gateway:Http:RequestsPerAddress", "1000000"),
    ];
}
