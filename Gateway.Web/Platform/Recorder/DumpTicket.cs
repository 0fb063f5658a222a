namespace Gateway.Web.Platform.Recorder;

/// <summary>The permission to keep a dump of something that went wrong.</summary>
/// <param name="Id">Of the dump. It is given when the dump is admitted, because dumps are made on threads of their own, in any order.</param>
/// <param name="At">When it went wrong, UTC.</param>
/// <param name="Cause">Why the dump is made.</param>
/// <param name="Skipped">Number of dumps for the same cause that were not made since the one before, because there were too many.</param>
internal readonly record struct DumpTicket(long Id, DateTime At, DumpCause Cause, int Skipped);
