namespace Gateway.Web.Platform.Store;

/// <summary>One upgrade of the schema. Never changed once released: a later step corrects it.</summary>
/// <param name="Version">Version the schema has after this step: 1, 2, 3 without holes.</param>
/// <param name="Purpose">What it is for, in the log of the upgrade.</param>
/// <param name="Sql">Statements, run in the transaction of the whole upgrade.</param>
internal sealed record SchemaStep(int Version, string Purpose, string Sql);
