"""Train a classifier of handwritten digits and log everything about it, with nothing but the ordinary `wandb` package.

    pip install wandb scikit-learn pillow
    export WANDB_BASE_URL=http://localhost:8080 WANDB_API_KEY=…   # Runlake prints both lines when it starts
    python examples/digits.py --epochs 40 --seed 1

A run takes about 20 seconds: scalars at every step, misclassified digits as images, a confusion table, histograms of the
weights, and the model as a file.
"""

import argparse
import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import wandb
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

CLASSES = np.arange(10)
BATCH_SIZE = 32


@dataclass(frozen=True)
class Digits:
    """Grey 8 x 8 images as rows of 64 numbers in 0…1, and the digit that each one shows."""

    train_images: NDArray[np.float64]
    train_labels: NDArray[np.int64]
    val_images: NDArray[np.float64]
    val_labels: NDArray[np.int64]

    @classmethod
    def load(cls, seed: int) -> "Digits":
        bunch = load_digits()
        images = bunch.data / 16.0
        split = train_test_split(images, bunch.target, test_size=0.3, random_state=seed, stratify=bunch.target)
        return cls(train_images=split[0], val_images=split[1], train_labels=split[2], val_labels=split[3])


def train(run: "wandb.Run", digits: Digits, model: MLPClassifier, epochs: int, seed: int) -> None:
    """One log call per batch; validation figures ride along with the last batch of each epoch."""
    random = np.random.default_rng(seed)
    for epoch in range(1, epochs + 1):
        order = random.permutation(len(digits.train_labels))
        batches = np.array_split(order, len(order) // BATCH_SIZE)
        for index, batch in enumerate(batches):
            images, labels = digits.train_images[batch], digits.train_labels[batch]
            model.partial_fit(images, labels, classes=CLASSES)
            row = {
                "epoch": epoch - 1 + (index + 1) / len(batches),
                "train/loss": model.loss_,
                "train/accuracy": accuracy_score(labels, model.predict(images)),
            }
            if index == len(batches) - 1:
                row |= validation_row(model, digits) | weight_histograms(model)
                if epoch % 10 == 0 or epoch == epochs:
                    row["val/misclassified"] = misclassified(model, digits)
            run.log(row)
        print(f"epoch {epoch:3d}  val loss {row['val/loss']:.4f}  val accuracy {row['val/accuracy']:.4f}")


def validation_row(model: MLPClassifier, digits: Digits) -> dict[str, float]:
    probabilities = model.predict_proba(digits.val_images)
    return {
        "val/loss": log_loss(digits.val_labels, probabilities, labels=CLASSES),
        "val/accuracy": accuracy_score(digits.val_labels, probabilities.argmax(axis=1)),
    }


def weight_histograms(model: MLPClassifier) -> dict[str, wandb.Histogram]:
    return {f"weights/layer_{index}": wandb.Histogram(layer.ravel()) for index, layer in enumerate(model.coefs_)}


def misclassified(model: MLPClassifier, digits: Digits, limit: int = 12) -> list[wandb.Image]:
    """The digits that the model is most sure of and wrong about, eight times enlarged."""
    probabilities = model.predict_proba(digits.val_images)
    predicted = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(predicted != digits.val_labels)
    surest = wrong[np.argsort(-probabilities[wrong].max(axis=1))][:limit]
    return [
        wandb.Image(
            np.kron((digits.val_images[at].reshape(8, 8) * 255).astype(np.uint8), np.ones((8, 8), dtype=np.uint8)),
            caption=f"is {digits.val_labels[at]}, taken for {predicted[at]} ({probabilities[at].max():.0%})",
        )
        for at in surest
    ]


def confusion_table(model: MLPClassifier, digits: Digits) -> wandb.Table:
    matrix = confusion_matrix(digits.val_labels, model.predict(digits.val_images), labels=CLASSES)
    rows = [[int(digit), *map(int, counts)] for digit, counts in zip(CLASSES, matrix, strict=True)]
    return wandb.Table(columns=["digit", *(f"taken for {digit}" for digit in CLASSES)], data=rows)


def save_model(run: "wandb.Run", model: MLPClassifier, folder: Path) -> None:
    path = folder / "model.pkl"
    path.write_bytes(pickle.dumps(model))
    run.save(path, base_path=folder, policy="now")


def main() -> None:
    arguments = _arguments()
    config = {
        "epochs": arguments.epochs,
        "seed": arguments.seed,
        "batch_size": BATCH_SIZE,
        "learning_rate": arguments.learning_rate,
        "hidden": {"layers": 2, "width": arguments.width},
    }
    digits = Digits.load(arguments.seed)
    model = MLPClassifier(
        hidden_layer_sizes=(arguments.width, arguments.width),
        learning_rate_init=arguments.learning_rate,
        random_state=arguments.seed,
    )
    # The folder lives until after `finish`: files are uploaded from where they are.
    with (
        tempfile.TemporaryDirectory() as folder,
        wandb.init(
            project=arguments.project, name=arguments.name, config=config, tags=["digits", "mlp"], job_type="train"
        ) as run,
    ):
        run.define_metric("val/accuracy", summary="max")
        train(run, digits, model, arguments.epochs, arguments.seed)
        run.log({"val/confusion": confusion_table(model, digits)})
        save_model(run, model, Path(folder))
        run.summary["parameters"] = sum(layer.size for layer in [*model.coefs_, *model.intercepts_])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", default="digits")
    parser.add_argument("--name", default=None, help="name of the run; the server invents one if there is none")
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--learning-rate", type=float, default=0.002)
    parser.add_argument("--width", type=int, default=48, help="units of each hidden layer")
    return parser.parse_args()


if __name__ == "__main__":
    main()
