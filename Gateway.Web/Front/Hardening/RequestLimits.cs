using System.Threading.RateLimiting;
using Gateway.Web.Access.Callers;
using Gateway.Web.Front.Api;
using Microsoft.AspNetCore.RateLimiting;

namespace Gateway.Web.Front.Hardening;

/// <summary>The limit on requests to <c>/api</c> per remote address. Counts every request, whoever it says it is from.</summary>
internal static class RequestLimits
{
    private const string LimitedPath = "/api";

    public static void Apply(RateLimiterOptions limiter, HardeningOptions options)
    {
        var window = new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.RequestsPerAddress,
            Window = TimeSpan.FromSeconds(options.RequestWindowSeconds),
        };
        // Addresses that have been quiet for a window are forgotten by the limiter itself.
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request.Path.StartsWithSegments(LimitedPath)
            ? RateLimitPartition.GetFixedWindowLimiter(RemoteNetwork.KeyOf(context.Connection.RemoteIpAddress), _ => window)
            : RateLimitPartition.GetNoLimiter(""));
        limiter.OnRejected = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromSeconds(1);
            await ApiProblem.TooManyRequests(rejected.HttpContext.Response, wait).ExecuteAsync(rejected.HttpContext);
        };
    }
}
