namespace Gateway.Web.Tests.Fixtures;

/// <summary>The bound of every call that takes a token: far above what the work takes on a loaded machine.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;
}
