namespace Gateway.Web.Tests.Fixtures;

/// <summary>Time limit of calls that take a cancellation token; it is far above what the work takes on a busy machine.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;
}
