namespace Gateway.Web.Platform.Logging;

/// <summary>Replaces an exception in a log when the exception's text must not be logged unchanged.</summary>
internal sealed class CleanException(string text) : Exception(text)
{
    public override string ToString() => Message;
}
