"""A line is fitted with Lightning and Runlake's own logger."""

import lightning
import torch
from torch.utils.data import DataLoader, TensorDataset

from runlake.integrations.lightning import RunlakeLogger


class Line(lightning.LightningModule):
    def __init__(self, rate=0.1):
        super().__init__()
        self.save_hyperparameters()
        self.layer = torch.nn.Linear(1, 1)

    def training_step(self, batch, _):
        loss = self._loss(batch)
        self.log("train/loss", loss)
        return loss

    def validation_step(self, batch, _):
        self.log("val/loss", self._loss(batch))

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=self.hparams.rate)

    def _loss(self, batch):
        x, y = batch
        return torch.nn.functional.mse_loss(self.layer(x), y)


x = torch.linspace(-1, 1, 64).unsqueeze(1)
data = DataLoader(TensorDataset(x, 3 * x + 1), batch_size=8)
trainer = lightning.Trainer(
    max_epochs=3,
    accelerator="cpu",
    logger=RunlakeLogger(run_id="native_lightning", name="a line"),
    log_every_n_steps=2,
    enable_progress_bar=False,
    enable_checkpointing=False,
)
trainer.fit(Line(), data, data)
