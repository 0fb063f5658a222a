using Gateway.Testing;
using Gateway.Web.Front.Hubs.Stopping;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Web.Tests.Front.Hubs.Stopping;

public sealed class ConnectionRegistryTests
{
    [Fact]
    public async Task Requests_that_end_while_the_rest_is_cut_do_not_keep_the_others_from_being_cut()
    {
        var (registry, end) = (new ConnectionRegistry(), new TaskCompletionSource());
        var (ended, lives) = (new DefaultHttpContext[10], new Life[10]);
        var served = new List<Task>();
        for (var i = 0; i < lives.Length; i++)
        {
            var living = new DefaultHttpContext();
            living.Features.Set<IHttpRequestLifetimeFeature>(lives[i] = new Life());
            ended[i] = new DefaultHttpContext();
            served.AddRange(registry.ServeAsync(living, end.Task), registry.ServeAsync(ended[i], end.Task));
        }

        // As the server does with the context of a request that has ended.
        Array.ForEach(ended, request => request.Uninitialize());
        Assert.Equal(served.Count, registry.CutServed());
        Assert.All(lives, life => Assert.True(life.IsAborted));
        end.SetResult();
        await Task.WhenAll(served).WithTimeout("the end of all requests");
        Assert.Equal(0, registry.Served);
    }

    private sealed class Life : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }
}
