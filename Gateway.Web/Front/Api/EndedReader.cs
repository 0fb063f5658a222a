namespace Gateway.Web.Front.Api;

internal sealed record EndedReader(string ReaderId);
