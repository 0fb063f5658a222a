namespace Gateway.Web.Sessions.Catalogue.Dumps;

/// <summary>A file is no galaxy dump that can be used; the message says why, and names nothing of its content.</summary>
internal sealed class GalaxyDumpException(string message, Exception? inner = null) : Exception(message, inner);
