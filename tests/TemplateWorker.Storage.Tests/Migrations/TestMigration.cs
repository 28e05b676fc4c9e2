using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Tests.Migrations;

/// <summary>A migration that a test writes.</summary>
internal sealed class TestMigration(string id, string sql) : SqlMigration(id, sql);
