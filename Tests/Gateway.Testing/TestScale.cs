using System.Globalization;

namespace Gateway.Testing;

/// <summary>How long the long tests run: short by default, their full length under <c>npm run soak</c>.</summary>
public static class TestScale
{
    public static bool IsSoak => Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1";

    public static int Of(int quick, int soak) => IsSoak ? soak : quick;

    public static TimeSpan Of(TimeSpan quick, TimeSpan soak) => IsSoak ? soak : quick;

    /// <summary>The seed of a random test: fixed, unless one is given to repeat a failure with.</summary>
    public static int Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("GATEWAY_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20260101;
}
