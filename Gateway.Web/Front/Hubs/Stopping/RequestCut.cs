namespace Gateway.Web.Front.Hubs.Stopping;

internal static class RequestCut
{
    /// <summary>Aborts a request that is served elsewhere, and may just have ended there. Any thread.</summary>
    public static void Cut(this HttpContext request)
    {
        try
        {
            request.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It has ended: nothing is left to cut.
        }
    }
}
