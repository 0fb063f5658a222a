using System.Globalization;

namespace Gateway.Testing;

/// <summary>Length of the long tests: short by default, full under <c>npm run soak</c>.</summary>
public static class TestScale
{
    public static bool IsSoak => Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1";

    public static int Of(int quick, int soak) => IsSoak ? soak : quick;

    public static TimeSpan Of(TimeSpan quick, TimeSpan soak) => IsSoak ? soak : quick;

    /// <summary>The seed of random tests. It is fixed, unless GATEWAY_SEED gives another one to repeat a failure.</summary>
    public static int Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("GATEWAY_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20260101;
}
