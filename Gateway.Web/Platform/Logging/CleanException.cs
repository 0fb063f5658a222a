namespace Gateway.Web.Platform.Logging;

/// <summary>Stands in a log for an exception whose text could not go there as it is.</summary>
internal sealed class CleanException(string text) : Exception(text)
{
    public override string ToString() => Message;
}
