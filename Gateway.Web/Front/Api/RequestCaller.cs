using Gateway.Web.Access.Live;

namespace Gateway.Web.Front.Api;

/// <summary>The caller of one request, for as long as the request runs.</summary>
internal sealed class RequestCaller(LiveCaller live, CallerRegistry callers) : IDisposable
{
    public LiveCaller Live => live;

    public void Dispose() => callers.Remove(live);
}
